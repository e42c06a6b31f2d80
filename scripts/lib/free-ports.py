"""free-ports.py COUNT: the first of so many ports of this machine, one after another, that nobody uses."""
import random
import socket
import sys

count = int(sys.argv[1])


def is_free(port):
    with socket.socket() as attempt:
        try:
            attempt.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


# Below those that the system gives to connections.
while True:
    first = random.randrange(12000, 32000 - count)
    if all(is_free(first + each) for each in range(count)):
        print(first)
        break
