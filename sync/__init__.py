"""THE PORTAL: carries what is waiting, brings back what was decided."""
