"""Measurements that are made by hand, on a quiet machine."""
