"""What the doctor's patients learn from: the first settings of an experiment, as a learner would write them.
Prices and noons come in a fitting unit; a patient that has another one says so."""

PRICES = "data: houses_ames · samples: 300 · unit: 100000"
NOONS = "data: noon_jfk_2013 · unit: 10"
MOONS = "data: moons · samples: 160"
THREE = "inputs: bill_length, bill_depth, flipper_length"
BOTH = f"data: penguins · {THREE} · target: body_mass + species"
LABELS = "data: tags · samples: 200 · target: right, top, near_center"
GRAMS = f"data: penguins · {THREE} · target: body_mass"
DARK = "data: digits · samples: 300 · inputs: p00, p40, p47"
DETECTOR = "data: detector · samples: 1000 · target: object + x, y, size + shape"
