"""The peer's side of loading: MNIST's four gzipped IDX files into tensors.

python3 bench/peer/load.py FOLDER prints the seconds, the peak of memory before and after in bytes, and the sum of all values.
"""
import gzip
import pathlib
import struct
import sys
import time

import numpy
import torch

from memory import peak_bytes


def read(path):
    with gzip.open(path) as file:
        data = file.read()
    dimensions = data[3]
    shape = struct.unpack(f">{dimensions}I", data[4:4 + 4 * dimensions])
    # A tensor wants memory that it may write to.
    return torch.from_numpy(numpy.frombuffer(data, numpy.uint8, offset=4 + 4 * dimensions).reshape(shape).copy())


def main():
    folder = pathlib.Path(sys.argv[1])
    before, start = peak_bytes(), time.perf_counter()
    tensors = [read(folder / f"{part}-{kind}-ubyte.gz") for part in ("train", "t10k") for kind in ("images-idx3", "labels-idx1")]
    seconds, peak = time.perf_counter() - start, peak_bytes()
    print(seconds, before, peak, sum(int(tensor.sum(dtype=torch.int64)) for tensor in tensors))


if __name__ == "__main__":
    main()
