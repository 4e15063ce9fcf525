"""Making what readers get: pages, editions, notebooks with outputs, generated pages and lists of addresses."""
