"""What leaves the service as data: declared once, disclosed through one function, written and read without loss."""
