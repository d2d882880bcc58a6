"""The parts of the page: each shows one thing of a session, and changes it."""
