"""What `thinkers ui` serves: a page on which instances are drawn, solved and watched."""
