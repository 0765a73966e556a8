"""The peer's side of a workload: PyTorch, the same architecture, batch, optimizer and threads.

python3 bench/peer WORKLOAD[@SIZExSIZE] THREADS reads a number of steps a line, runs them and prints the seconds they took and the last
loss; 0 ends with the peak of memory in bytes.
"""
import sys
import time

import torch

import adversarial
import autoencoders
import boltzmann
import diffusion
import energy
import flows
import pictures
import stylegan
from memory import peak_bytes

WORKLOADS = {
    "rbm": boltzmann.rbm, "dbn": boltzmann.dbn, "dbn-classifier": boltzmann.dbn_classifier,
    "ae": autoencoders.AE, "vae": autoencoders.VAE,
    "gan": adversarial.gan, "lsgan": adversarial.lsgan, "dcgan": adversarial.dcgan,
    "wgan": adversarial.wgan, "wgan-gp": adversarial.wgan_gp, "stylegan": stylegan.stylegan,
    "jem": energy.JEM, "ebm": energy.EBM, "realnvp": flows.realnvp, "maf": flows.maf, "glow": flows.glow,
    "ddpm": diffusion.ddpm, "flow-matching": diffusion.flow_matching, "ncsn": diffusion.ncsn, "latent-diffusion": diffusion.latent_diffusion,
    "classifier": energy.Classifier, "vae-sample": autoencoders.vae_sample, "jem-sample": energy.jem_sample,
    "maf-sample": flows.maf_sample,
}


def main():
    name, _, sizes = sys.argv[1].partition("@")
    threads = int(sys.argv[2])
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    step = WORKLOADS[name](*(int(size) for size in sizes.split("x") if size))
    done = 0
    for line in sys.stdin:
        steps = int(line)
        if steps == 0:
            print(peak_bytes(), flush=True)
            return
        start = time.perf_counter()
        for _ in range(steps):
            pictures.turn(done)
            loss = step()
            done += 1
        print(time.perf_counter() - start, float(loss), flush=True)


main()
