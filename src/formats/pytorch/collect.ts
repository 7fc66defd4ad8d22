import { type Category, isLoss, type NodeDefinition, type Registry } from '../../graph/definition.ts'
import { quote } from '../../graph/fault.ts'
import { nearest } from '../../graph/suggest.ts'
import { type ReadCall, readCall } from './call.ts'
import { conversionOf, isWrapper, relativeOf, undisguised } from './disguises.ts'
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

/** What holds tensors, each of which is a fault of its own. */
const tensorLists = new Set(['ParameterList', 'ParameterDict'])

/** torch takes any name without a point; brackets and line ends would not be told from those of the text. */
const isModuleName = (key: string): boolean =>
  key.length <= 60 && key === key.trim() && /^[^.()\p{C}]+$/u.test(key)

/** Lists the layers of a printed model, with everything that its text does not hold and all that is wrong with it. */
export function collectLayers(root: PrintedModule, registry: Registry) {
  const layers: PrintedLayer[] = []
  const notes: PrintedNote[] = []
  const faults: PrintedFault[] = []
  let visited = 0

  function visit(module: PrintedModule, path: readonly string[], containers: readonly Container[]): void {
    visited++
    if (visited > mostModules) return
    const { module: plain, note, isLazy } = undisguised(module, registry)
    if (note !== undefined) notes.push({ line: module.line, message: note })
    const isLeaf = plain.children.length === 0 && !emptyContainers.has(plain.name)
    if (isLeaf || registry.has(plain.name)) leaf(plain, path, containers, isLazy)
    else container(plain, path, containers)
  }

  function container(module: PrintedModule, path: readonly string[], around: readonly Container[]): void {
    const { name, line, children } = module
    if (name !== 'Sequential' && children.length > 0 && !isWrapper(module)) {
      const why = emptyContainers.has(name)
        ? `Printed text does not hold in which order the modules of a ${name} are called`
        : `${name} is not a Sequential, and printed text does not hold its forward()`
      notes.push({ line, message: `${why}: its children follow one another as printed.` })
    }
    readSettings(module)
    const containers = [...around, { name, line }]
    const keys = new Set<string>()
    const take = (key: string, line: number, child: PrintedModule) => {
      if (keys.has(key)) faults.push({ line, message: `${name} has two modules ${key}.` })
      keys.add(key)
      visit(child, [...path, key], containers)
    }
    for (const { key, repeat, line: childLine, module: child } of children) {
      if (repeat) {
        for (let i = 0; i < repeat.count && visited <= mostModules; i++) {
          take(String(repeat.from + i), childLine, child)
        }
        continue
      }
      if (!isModuleName(key)) {
        const message = `The name ${quote(key)} of a module must have 1 to 60 characters, without points, brackets or spaces at its ends.`
        faults.push({ line: childLine, message })
      }
      take(key, childLine, child)
    }
  }

  /** What a container prints of itself: settings of its class, or the sign that layers are missing from the text. */
  function readSettings(module: PrintedModule): void {
    const { name, line, args, kwargs } = module
    if (args.length + kwargs.length === 0) return
    const conversion = conversionOf(module)
    if (conversion !== undefined) {
      faults.push({ line, message: conversion })
      return
    }
    const shown = args.flatMap(value =>
      typeof value === 'object' && value !== null && 'raw' in value ? [value.raw] : [],
    )
    if (shown.some(text => /^(?:\.{2,}|…)/.test(text))) {
      faults.push({ line, message: `${name} is shortened by dots: paste the text with all of its layers.` })
    } else if (emptyContainers.has(name)) {
      const what = shown[0] === undefined ? 'settings' : quote(shown[0])
      const message = `${name} holds modules, each behind its name such as (0):, and not ${what}. Is it Python source? Paste what print(model) writes.`
      faults.push({ line, message })
    } else if (families.some(([part]) => part.test(name))) {
      // What is called a convolution and has arguments computes something itself, whatever it holds besides.
      faults.push({ line, message: unknown(module, registry) })
    } else {
      notes.push({
        line,
        message: `${name} has settings of its own, which are not read; only its children are.`,
      })
    }
  }

  function leaf(
    module: PrintedModule,
    path: readonly string[],
    containers: readonly Container[],
    isLazy = false,
  ): void {
    const { name: type, line, children } = module
    if (tensorLists.has(type)) return
    const definition = registry.get(type)
    if (definition ? isLoss(definition) : /Loss$/.test(type)) {
      notes.push({ line, message: `${type} is a loss and no part of the network: it is left out.` })
      return
    }
    const own = children.length > 0 ? `${type} holds modules, which that of torch does not.` : undefined
    const message = definition
      ? (conversionOf(module) ?? own ?? refusal(definition))
      : (conversionOf(module) ?? unknown(module, registry))
    if (!definition || message !== undefined) {
      faults.push({ line, message: message ?? '' })
      layers.push({ path, containers, line, type })
      return
    }
    const call = readCall(module, definition)
    notes.push(...call.notes)
    faults.push(...call.faults)
    const expectations = call.expectations.filter(({ value }) => !(isLazy && value === 0))
    const known = call.faults.length === 0 && { known: { definition, call: { ...call, expectations } } }
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
  [/lu$|activation|sigmoid|tanh|mish|swish|softm|soft|shrink|threshold/i, 'activation', 'activations'],
]

function unknown({ name: type, args, kwargs }: PrintedModule, registry: Registry): string {
  const layers = [...registry.values()].filter(each => !isLoss(each) && refusal(each) === undefined)
  const relative = relativeOf(type)
  if (relative !== undefined) return `${type} is not supported; the nearest that is supported is ${relative}.`
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
