"""A disclosure in the files people publish (输出)."""
