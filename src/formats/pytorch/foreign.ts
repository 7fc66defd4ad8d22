/** Texts about a network that are not its printed model: each is named, with the way to one that can be read. */
import type { PrintedFault } from './values.ts'

const wayOut = 'run print(model) in Python, and paste what that writes.'

/** Kinds of text by what a line of them looks like. */
const kinds: readonly (readonly [mark: RegExp, message: string])[] = [
  [
    /^\W*Layer \(type|^\W*Name\s*\|\s*Type\s*\|/,
    `This is a summary (of torchinfo, torchsummary, Lightning or Keras), which leaves out kernels and strides: ${wayOut}`,
  ],
  [
    /^\s*(?:OrderedDict\(|odict_keys\(|\[?\('[\w.]+', (?:Parameter|tensor)\b|['"]?[\w.]+\.(?:weight|bias)\b)/,
    `These are weights (a state_dict), which do not say what the layers are: ${wayOut}`,
  ],
  [
    /^\s*(?:graph\(%|graph [\w-]+ \(|def forward\(self,$|%\S+ (?::|=))/,
    `This is the graph of a traced or exported model: ${wayOut} Do so before it is traced.`,
  ],
  [
    /\b(?:keras|layers)\.[A-Z]\w*\(/,
    'This is Keras: only the text that print(model) gives in PyTorch can be read.',
  ],
  [/^Traceback \(most recent call last\)/, `This is an error message of Python, and no model: ${wayOut}`],
  [/^\s*\[[A-Z]\w*\(/, `This is a list of layers: make an nn.Sequential(*layers) of it, ${wayOut}`],
  [/^\s*[{[]/, `This is data such as JSON, and no printed model: ${wayOut}`],
  [/^\s*<(?:!|\?|html\b|svg\b)/i, `This is a page of markup, and no printed model: ${wayOut}`],
]

/** What the text is, at the line that tells; undefined where nothing does. */
export function foreignText(lines: readonly string[]): PrintedFault | undefined {
  for (const [mark, message] of kinds) {
    const at = lines.findIndex(line => mark.test(line))
    if (at >= 0) return { line: at + 1, message }
  }
  return undefined
}
