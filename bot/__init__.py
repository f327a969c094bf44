"""The services, and the places where people ask."""
