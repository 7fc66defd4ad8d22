import { strToU8, zipSync } from 'fflate'
import type { PixelScale, Plan } from '../compile/plan.ts'
import type { Weights } from '../compile/weights.ts'
import { writeSafetensors } from './safetensors.ts'
import { commentText } from './typescript/text.ts'
import { printTypeScript } from './typescript.ts'
import { scaleMetadata } from './weightsMetadata.ts'

const WEIGHTS = 'weights.safetensors'

/** A printed module with its trained weights, as files by name: `model.ts`, the weights, and how to use them; `scale` as in `printTypeScript`. */
export const typescriptFiles = (
  plan: Plan,
  weights: Weights,
  scale?: PixelScale,
): Readonly<Record<string, Uint8Array>> => ({
  'model.ts': strToU8(printTypeScript(plan, { weightsFile: WEIGHTS, ...(scale && { scale }) }).text),
  [WEIGHTS]: writeSafetensors(weights, scale && scaleMetadata(scale)),
  'README.md': strToU8(readme(plan)),
})

/** The same files as one zip archive. */
export const zipTypeScript = (plan: Plan, weights: Weights, scale?: PixelScale): Uint8Array<ArrayBuffer> =>
  zipSync({ ...typescriptFiles(plan, weights, scale) })

function readme(plan: Plan): string {
  const create = plan.code
    ? 'const { model, encoder, decoder } = createModels();'
    : 'const model = createModel();'
  const made = plan.code ? 'createModels' : 'createModel'
  return `# ${commentText(plan.name) || 'Model'}

- \`model.ts\`: the network for TensorFlow.js, \`npm install @tensorflow/tfjs\`.
- \`${WEIGHTS}\`: its trained weights under PyTorch's names and in PyTorch's layout.

In Node:

\`\`\`ts
import { readFile } from 'node:fs/promises';
import { ${made}, loadWeights } from './model.ts';

${create}
loadWeights(model, await readFile('${WEIGHTS}'));
\`\`\`

In a browser:

\`\`\`ts
const response = await fetch('${WEIGHTS}');
loadWeights(model, await response.arrayBuffer());
\`\`\`

Images are channels last: \`model.predict\` takes [batch, height, width, channels]. The comment at the head of \`model.ts\`
says which range their pixels have.

\`model.compile\` and \`model.fit\` train it further on every backend of tfjs; WebAssembly and WebGPU are packages of
their own, \`@tensorflow/tfjs-backend-wasm\` and \`-webgpu\`.
`
}
