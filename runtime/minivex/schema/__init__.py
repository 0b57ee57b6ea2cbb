"""What arguments, results and documents must look like."""
