"""Chat models that may reword a settled answer. Nothing needs one; none is imported unless one is configured."""
