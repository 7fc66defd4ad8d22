/** The part of a printed file that reads the trained weights. */
import type { Plan } from '../../compile/plan.ts'
import { isCounter } from '../safetensors.ts'
import { COLUMNS, fill, literal, property, quote } from './text.ts'

/** Names that this part declares. */
export const weightNames = ['loadWeights', 'WeightPlace', 'weightPlaces', 'layersOf', 'readSafetensors']

/** The declarations; `file` is the name of the weights file, for the comment. */
export const weightLines = (plan: Plan, file: string): string[] => [
  '',
  '/**',
  ` * Sets the weights of a model from the bytes of ${file}, which holds`,
  " * them under PyTorch's names and in PyTorch's layout.",
  ' */',
  ...`export function loadWeights(
  model: tf.LayersModel,
  bytes: ArrayBuffer | Uint8Array,
): void {
  const read = readSafetensors(bytes);
  tf.tidy(() => {
    for (const layer of layersOf(model)) {
      const places = weightPlaces.filter((place) => place.layer === layer.name);
      if (places.length === 0) continue;
      layer.setWeights(
        places.map(({ weight, reshape, permute }) => {
          const stored = read(weight);
          const shaped = reshape ? tf.reshape(stored, reshape) : stored;
          return permute ? tf.transpose(shaped, permute) : shaped;
        }),
      );
    }
  });
}

/** Which layer a weight belongs to, and how its axes become the layer's. */
interface WeightPlace {
  layer: string;
  weight: string;
  reshape?: number[];
  permute?: number[];
}
`.split('\n'),
  'const weightPlaces: WeightPlace[] = [',
  ...plan.weights.flatMap(weight => {
    const items = [
      property('layer', quote(weight.step)),
      property('weight', quote(weight.name)),
      ...(weight.reshape ? [property('reshape', literal(weight.reshape))] : []),
      ...(weight.permute ? [property('permute', literal(weight.permute))] : []),
    ]
    const line = `  { ${items.join(', ')} },`
    return line.length <= COLUMNS ? [line] : ['  {', ...fill(items, '    '), '  },']
  }),
  ...`];

/** The layers of a model, those of the models in it included. */
function layersOf(model: tf.LayersModel): tf.layers.Layer[] {
  return model.layers.flatMap((layer) =>
    layer instanceof tf.LayersModel ? layersOf(layer) : [layer],
  );
}

/** A reader of the tensors in a safetensors file by name. */
function readSafetensors(
  bytes: ArrayBuffer | Uint8Array,
): (name: string) => tf.Tensor {
  const file = new Uint8Array(bytes);
  const start = 8 + new DataView(file.buffer).getUint32(0, true);
  const header: Record<
    string,
    { dtype: string; shape: number[]; data_offsets: number[] } | undefined
  > = JSON.parse(new TextDecoder().decode(file.subarray(8, start)));
  return (name) => {
    const entry = header[name];
`
    .split('\n')
    .slice(0, -1),
  ...(plan.weights.some(({ name }) => isCounter(name)) ? countedValues : floatValues),
  '    return tf.tensor(values, entry.shape);',
  '  };',
  '}',
]

/** The values of an entry of the header, where all are floats. */
const floatValues = `    if (entry?.dtype !== 'F32') {
      throw new Error(\`The file has no float32 weight \${name}.\`);
    }
    const [from, to] = entry.data_offsets.map((offset) => start + offset);
    const values = new Float32Array(file.buffer.slice(from, to));`.split('\n')

/** The same where there are counters of batches too. */
const countedValues = `    if (entry?.dtype !== 'F32' && entry?.dtype !== 'I64') {
      throw new Error(\`The file has no float32 or int64 weight \${name}.\`);
    }
    const [from, to] = entry.data_offsets.map((offset) => start + offset);
    const stored = file.buffer.slice(from, to);
    const values =
      entry.dtype === 'F32'
        ? new Float32Array(stored)
        : Float32Array.from(new BigInt64Array(stored), Number);`.split('\n')

/** How to use it, as lines of the head comment; `create` is the statement that makes the model. */
export const weightRemarks = (file: string, create: string): string[] => [
  `The trained weights are in ${file}; bytes are its content:`,
  '',
  `  ${create}`,
  '  loadWeights(model, bytes);',
]
