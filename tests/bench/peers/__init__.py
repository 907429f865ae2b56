"""What others draw the same incidents with, each as one would write it, and how each is measured."""
