"""Models with random weights, as the real PyTorch prints and computes them.

Each model gives three files: NAME.txt is what print(model) writes, NAME.weights.safetensors its state_dict, and
NAME.run.safetensors holds the tensors `input` (two samples) and `output` (float32, model.eval()). NAME.json holds the size
of one sample. Models whose forward() is more than their children in printed order are not among them: printed text
does not hold it.

    python3 make.py            # writes beside itself; needs torch only (made with 1.13.1), seconds
"""

import json
import math
import struct
from pathlib import Path

import torch
from torch import nn

HERE = Path(__file__).parent


def write_safetensors(path, tensors):
    """8 bytes of header length, a JSON header with types, shapes and offsets, then the values, little-endian."""
    names = {torch.float32: "F32", torch.int64: "I64"}
    header, parts, size = {}, [], 0
    for name, tensor in tensors.items():
        data = tensor.detach().contiguous().numpy().tobytes()
        header[name] = {
            "dtype": names[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [size, size + len(data)],
        }
        parts.append(data)
        size += len(data)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(parts))


class NamedChildren(nn.Module):
    """Children of their own names, called in printed order."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 8, 3, padding=1, padding_mode="reflect", bias=False)
        self.norm = nn.GroupNorm(4, 8, eps=1e-4)
        self.act = nn.PReLU(8)
        self.blocks = nn.ModuleList(
            [
                nn.Sequential(nn.Conv2d(8, 8, 3, padding=2, dilation=2, groups=4), nn.SiLU()),
                nn.Sequential(nn.Conv2d(8, 8, (1, 3), padding="same", groups=8), nn.GELU()),
            ]
        )
        self.down = nn.Conv2d(8, 12, 4, stride=(2, 3), padding=(1, 2), padding_mode="replicate")
        self.head = nn.Sequential(nn.AdaptiveAvgPool2d((2, 3)), nn.Flatten(), nn.Linear(72, 5), nn.Softmax(dim=1))

    def forward(self, x):
        x = self.act(self.norm(self.stem(x)))
        for block in self.blocks:
            x = block(x)
        return self.head(self.down(x))


class ImageAutoencoder(nn.Module):
    """Encoder and decoder under names that contain these words."""

    def __init__(self):
        super().__init__()
        self.img_encoder = nn.Sequential(
            nn.Conv2d(1, 6, 5, stride=2, padding=2, padding_mode="circular"),
            nn.BatchNorm2d(6, momentum=None),
            nn.LeakyReLU(0.1),
            nn.Conv2d(6, 10, 3, stride=2, padding=1),
            nn.InstanceNorm2d(10, affine=True),
            nn.Tanh(),
            nn.Flatten(),
            nn.Linear(10 * 4 * 5, 7),
        )
        self.img_decoder = nn.Sequential(
            nn.Linear(7, 10 * 4 * 5),
            nn.Unflatten(1, (10, 4, 5)),
            nn.ConvTranspose2d(10, 6, 3, stride=2, padding=1, output_padding=1),
            nn.ELU(0.7),
            nn.ConvTranspose2d(6, 1, (4, 5), stride=(2, 2), padding=(1, 2), output_padding=(0, 1)),
            nn.Sigmoid(),
        )

    def forward(self, x):
        return self.img_decoder(self.img_encoder(x))


class Wrapped(nn.Module):
    """Names that are no identifiers, lists in lists, and words that torch 1 prints without quotes."""

    def __init__(self):
        super().__init__()
        self.add_module("größe", nn.ConvTranspose2d(6, 9, (2, 3), stride=2, padding=1, output_padding=(1, 0), groups=3, dilation=(2, 1)))
        norms = nn.ModuleList([nn.InstanceNorm2d(9, track_running_stats=True), nn.BatchNorm2d(9, track_running_stats=False)])
        self.lists = nn.ModuleList([norms, nn.ModuleList([nn.PReLU(9), nn.Upsample(scale_factor=1.5, mode="nearest-exact")])])
        self.add_module("2 b", nn.Sequential(nn.Upsample((6, 5), mode="bicubic"), nn.LayerNorm((6, 5)), nn.Flatten(2), nn.Linear(30, 8)))
        self.tail = nn.ModuleDict({"x-1": nn.Unflatten(-1, (2, -1)), "y:2": nn.Softmax(dim=-2)})

    def forward(self, x):
        x = getattr(self, "größe")(x)
        for modules in self.lists:
            for module in modules:
                x = module(x)
        x = getattr(self, "2 b")(x)
        for module in self.tail.values():
            x = module(x)
        return x


def models():
    yield "grouped", NamedChildren(), (3, 14, 16)
    yield "autoencoder", ImageAutoencoder(), (1, 16, 20)
    yield "shuffle", nn.Sequential(
        nn.PixelUnshuffle(2),
        nn.Conv2d(8, 16, 3, padding=1),
        nn.BatchNorm2d(16, eps=1e-3),
        nn.ReLU6(inplace=True),
        nn.ReplicationPad2d((1, 2, 0, 1)),
        nn.Conv2d(16, 12, 3, padding="valid"),
        nn.PixelShuffle(2),
        nn.ReflectionPad2d((2, 1, 1, 0)),
        nn.Hardtanh(-0.5, 0.8),
        nn.ZeroPad2d((-1, 0, 2, -1)),
    ), (2, 10, 12)
    yield "resize", nn.Sequential(
        nn.Conv2d(2, 6, 3, stride=2, padding=1),
        nn.Softplus(beta=2, threshold=5),
        nn.Upsample(scale_factor=2, mode="bilinear", align_corners=False),
        nn.Conv2d(6, 6, 3, padding=1, groups=2),
        nn.LayerNorm((6, 8, 10)),
        nn.Upsample(size=(11, 13)),
        nn.AvgPool2d(3, stride=2),
        nn.MaxPool2d((2, 3), stride=1, padding=(1, 1), ceil_mode=True),
        nn.SELU(),
    ), (2, 8, 10)
    yield "transposed", nn.Sequential(
        nn.Sequential(
            nn.ConvTranspose2d(4, 6, 3, stride=2, padding=1, output_padding=(1, 0), dilation=(2, 1), groups=2),
            nn.BatchNorm2d(6, affine=False),
            nn.Sequential(nn.ReLU(), nn.Dropout2d(0.3)),
        ),
        nn.Sequential(
            nn.ConvTranspose2d(6, 4, (2, 5), stride=(3, 1), bias=False),
            nn.InstanceNorm2d(4, track_running_stats=True),
            nn.PReLU(),
            nn.Identity(),
        ),
        nn.Conv2d(4, 3, (3, 2), stride=(2, 1), dilation=(1, 2), padding=(0, 1)),
        nn.Softmax(dim=1),
    ), (4, 5, 6)
    yield "dense", nn.Sequential(
        nn.MaxPool2d(3, stride=2, padding=1, dilation=1),
        nn.Flatten(start_dim=2),
        nn.LayerNorm(30, eps=1e-3),
        nn.Linear(30, 9, bias=False),
        nn.GELU(approximate="tanh"),
        nn.Flatten(),
        nn.Dropout(0.4),
        nn.Linear(27, 16),
        nn.GroupNorm(2, 16),
        nn.Unflatten(1, (4, 2, 2)),
        nn.AdaptiveAvgPool2d((None, 1)),
    ), (3, 9, 12)
    yield "wrapped", nn.DataParallel(Wrapped()), (6, 5, 4)


def main():
    torch.manual_seed(20261123)
    for name, model, shape in models():
        # Running statistics and learned scales away from where they start, so that leaving them out would show.
        for key, tensor in model.state_dict().items():
            if key.endswith("running_var"):
                tensor.uniform_(0.5, 2)
            elif key.endswith(("running_mean", "bias")):
                tensor.normal_(0, 0.3)
            elif key.endswith("weight") and tensor.dim() == 1:
                tensor.uniform_(0.1, 1.5)
            elif key.endswith("num_batches_tracked"):
                tensor.fill_(3)
        model.eval()
        x = torch.randn(2, *shape)
        with torch.no_grad():
            y = model(x.clone())
        assert math.isfinite(y.abs().sum()) and y.std() > 1e-3, name
        (HERE / f"{name}.txt").write_text(f"{model}\n")
        (HERE / f"{name}.json").write_text(json.dumps({"input": list(shape), "torch": torch.__version__}) + "\n")
        write_safetensors(HERE / f"{name}.weights.safetensors", model.state_dict())
        write_safetensors(HERE / f"{name}.run.safetensors", {"input": x, "output": y})


main()
