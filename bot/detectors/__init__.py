"""What has a form: detectors that find numbers, codes, names and set phrases by their shape."""
