"""What ``kg check`` looks for beyond loading, one kind of trouble a file; `kg.check` puts them together."""
