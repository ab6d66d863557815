"""From a document to what it says: the reading itself, the version of a parser, the process in which reading happens."""
