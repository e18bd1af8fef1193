"""Simulated scans of Vietnamese administrative pages, read by an OCR set to the wrong language."""
