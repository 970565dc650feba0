"""A program for the test of the nursery: tells what it was given, or waits."""

import os
import sys
import time

if __name__ == "__main__":
    while "wait" in sys.argv:
        time.sleep(1)
    print(sys.argv[1:], sorted(os.environ))
    sys.exit(3)
