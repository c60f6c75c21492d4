"""What is put beside the program. These files import nothing of this project: the project's own interpreter runs them."""
