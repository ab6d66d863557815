"""A published table ▶ statements, each with its cell. No module here knows a publisher."""
