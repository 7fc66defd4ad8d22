import { type Category, isLoss, type NodeDefinition, type Registry } from '../../graph/definition.ts'
import { quote } from '../../graph/fault.ts'
import { nearest } from '../../graph/suggest.ts'
import { type ReadCall, readCall } from './call.ts'
import type { PrintedModule } from './syntax.ts'
import type { PrintedFault, PrintedNote } from './values.ts'

/** A module that only holds others, at `path.length` names below the model. */
export interface Container {
  readonly name: string
  readonly line: number
}

/** A layer of the text in the order in which it is printed; `known` is absent where it cannot be read. */
export interface PrintedLayer {
  readonly path: readonly string[]
  /** From the model itself to the module that holds the layer: one for each name of the path. */
  readonly containers: readonly Container[]
  readonly line: number
  readonly type: string
  readonly known?: { readonly definition: NodeDefinition; readonly call: ReadCall }
}

/** Repeats can make much of little text. */
const mostModules = 10_000

/** Modules that do nothing themselves, also where they are empty. */
const emptyContainers = new Set(['Sequential', 'ModuleList', 'ModuleDict'])

/** Lists the layers of a printed model, with everything that its text does not hold and all that is wrong with it. */
export function collectLayers(root: PrintedModule, registry: Registry) {
  const layers: PrintedLayer[] = []
  const notes: PrintedNote[] = []
  const faults: PrintedFault[] = []
  let visited = 0

  function visit(module: PrintedModule, path: readonly string[], containers: readonly Container[]): void {
    visited++
    if (visited > mostModules) return
    if (module.children.length === 0 && !emptyContainers.has(module.name)) leaf(module, path, containers)
    else container(module, path, containers)
  }

  function container(module: PrintedModule, path: readonly string[], around: readonly Container[]): void {
    const { name, line, children, args, kwargs } = module
    if (name !== 'Sequential' && children.length > 0) {
      const why = emptyContainers.has(name)
        ? `Printed text does not hold in which order the modules of a ${name} are called`
        : `${name} is not a Sequential, and printed text does not hold its forward()`
      notes.push({ line, message: `${why}: its children follow one another as printed.` })
    }
    if (args.length + kwargs.length > 0) {
      notes.push({
        line,
        message: `${name} has settings of its own, which are not read; only its children are.`,
      })
    }
    const containers = [...around, { name, line }]
    for (const { key, repeat, line: childLine, module: child } of children) {
      if (repeat) {
        for (let i = 0; i < repeat.count && visited <= mostModules; i++) {
          visit(child, [...path, String(repeat.from + i)], containers)
        }
      } else if (/^[\w-]+$/.test(key)) visit(child, [...path, key], containers)
      else {
        const message = `The name ${quote(key)} of a module must be made of letters, digits, _ and -.`
        faults.push({ line: childLine, message })
      }
    }
  }

  function leaf(module: PrintedModule, path: readonly string[], containers: readonly Container[]): void {
    const { name: type, line } = module
    const definition = registry.get(type)
    if (definition ? isLoss(definition) : /Loss$/.test(type)) {
      notes.push({ line, message: `${type} is a loss and no part of the network: it is left out.` })
      return
    }
    const message = definition ? refusal(definition) : unknown(module, registry)
    if (!definition || message !== undefined) {
      faults.push({ line, message: message ?? '' })
      layers.push({ path, containers, line, type })
      return
    }
    const call = readCall(module, definition)
    notes.push(...call.notes)
    faults.push(...call.faults)
    const known = call.faults.length === 0 && { known: { definition, call } }
    layers.push({ path, containers, line, type, ...known })
  }

  visit(root, [], [])
  if (layers[0]?.path.length === 0) {
    const message = `${root.name} is a single layer: its weights, which torch names without a path, are named by the layer here.`
    notes.push({ line: root.line, message })
  }
  if (visited > mostModules) {
    faults.push({ line: root.line, message: `The model has more than ${mostModules} modules.` })
  }
  return { layers, notes, faults }
}

/** Why a class that we have cannot be read from text. */
function refusal({ type, inputs }: NodeDefinition): string | undefined {
  const [port] = inputs
  if (inputs.length === 1 && !port!.multiple) return undefined
  return port
    ? `${type} takes several tensors, and printed text does not hold which.`
    : `${type} is no module of torch.`
}

/** Parts of class names that tell what a layer does. */
const families: readonly (readonly [part: RegExp, category: Category, plural: string])[] = [
  [/conv/i, 'convolution', 'convolutions'],
  [/pool/i, 'pooling', 'poolings'],
  [/norm/i, 'normalization', 'normalizations'],
  [/pad/i, 'padding', 'paddings'],
  [/drop/i, 'regularization', 'layers for training only'],
  [/lu$|sigmoid|tanh|mish|swish|softm|soft|shrink|threshold/i, 'activation', 'activations'],
]

function unknown({ name: type, args, kwargs }: PrintedModule, registry: Registry): string {
  const layers = [...registry.values()].filter(each => !isLoss(each) && refusal(each) === undefined)
  const near = nearest(
    type,
    layers.map(each => each.type),
  )
  if (near !== undefined) return `${type} is not supported; the nearest that is supported is ${near}.`
  const family = families.find(([part]) => part.test(type))
  const alike = layers.filter(each => each.category === family?.[1]).map(each => each.type)
  if (family && alike.length > 0) {
    return `${type} is not supported; ${family[2]} that are: ${alike.join(', ')}.`
  }
  const isOwn = args.length + kwargs.length === 0
  return `${type} is not supported${isOwn ? ', and as it prints no layers inside, nothing says what it does' : ''}.`
}
