"""The peer's side of a workload: PyTorch, the same architecture, batch, optimizer and threads.

python3 bench/peer WORKLOAD THREADS reads a number of steps a line, runs them and prints the seconds they took and the last
loss; 0 ends with the peak of memory in bytes.
"""
import re
import sys
import time

import torch

import adversarial
import autoencoders
import boltzmann
import diffusion
import energy
import flows

WORKLOADS = {
    "ae": autoencoders.AE, "vae": autoencoders.VAE, "rbm": boltzmann.RBM,
    "gan": adversarial.gan, "wgan-gp": adversarial.wgan_gp, "dcgan": adversarial.dcgan,
    "jem": energy.JEM, "realnvp": flows.realnvp, "maf": flows.maf, "ddpm": diffusion.DDPM,
}


def peak_bytes():
    # Not ru_maxrss: that begins with the size of the process that started this one.
    with open("/proc/self/status") as status:
        return int(re.search(r"VmHWM:\s*(\d+)", status.read())[1]) * 1024


def main():
    name, threads = sys.argv[1], int(sys.argv[2])
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    step = WORKLOADS[name]()
    for line in sys.stdin:
        steps = int(line)
        if steps == 0:
            print(peak_bytes(), flush=True)
            return
        start = time.perf_counter()
        for _ in range(steps):
            loss = step()
        print(time.perf_counter() - start, float(loss), flush=True)


main()
