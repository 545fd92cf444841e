"""The narrative read (情况说明的读取): from the text of sections to typed claims."""
