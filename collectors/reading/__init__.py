"""From a document to what it says: the reading, the version of its parser, the process in which it happens."""
