"""One medium a module: bytes in, what they hold out. No module here knows a publisher."""
