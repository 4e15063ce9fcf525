"""Evidence-checked knowledge base on ketamine-assisted psychotherapy: tables, statistics, charts, checks."""
