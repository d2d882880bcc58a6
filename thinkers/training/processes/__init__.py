"""Work in processes of its own: jobs, what does them, and the one pool of short and long ones."""
