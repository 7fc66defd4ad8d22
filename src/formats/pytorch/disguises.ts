/** Classes of torch that stand for another one, or for the module that they hold. */
import type { Registry } from '../../graph/definition.ts'
import type { PrintedModule } from './syntax.ts'

/** A printed layer under the class that it amounts to; `note` says what became of the rest. */
export interface Undisguised {
  readonly module: PrintedModule
  readonly note?: string
  /** True where torch prints 0 for what the input will say. */
  readonly isLazy?: boolean
}

/** Classes that call the one module that they hold, whatever it is. */
const wrappers: Readonly<Record<string, string>> = {
  DataParallel: 'module',
  DistributedDataParallel: 'module',
  OptimizedModule: '_orig_mod',
}

/** True for a module that does what its only child does. */
export const isWrapper = ({ name, children }: PrintedModule): boolean =>
  children.length === 1 && Object.hasOwn(wrappers, name) && children[0]!.key === wrappers[name]

/** The model inside of `DataParallel` and `torch.compile`, after which the document is named. */
export const unwrapped = (module: PrintedModule): PrintedModule =>
  isWrapper(module) ? unwrapped(module.children[0]!.module) : module

/**
 * A lazy layer, which learns the size of its input when it is run, or one whose weight another module computes
 * (torch.nn.utils.parametrize); any other module is itself.
 */
export function undisguised(module: PrintedModule, registry: Registry): Undisguised {
  const { name, children } = module
  const [, kind, type] = /^(Lazy|Parametrized)(\w+)$/.exec(name) ?? []
  const definition = type === undefined ? undefined : registry.get(type)
  if (!definition) return { module }
  if (kind === 'Lazy') {
    const sides = Object.keys(definition.printed?.arriving ?? {})
    const note = `${name} has not been run yet, and has no weights: ${sides.join(', ')} is what arrives here.`
    return { module: { ...module, name: type! }, isLazy: true, note }
  }
  const [list] = children
  if (children.length !== 1 || list!.key !== 'parametrizations') return { module }
  const computed = list!.module.children.map(
    ({ key, module: { children: steps } }) => `${key} (${steps.map(step => step.module.name).join(', ')})`,
  )
  const note = `${name} computes ${computed.join(', ')} by other modules, which are left out: weights fit once torch.nn.utils.parametrize.remove_parametrizations has been called.`
  return { module: { ...module, name: type!, children: [] }, note }
}

/** Layers that come near to a class whose name does not tell. */
const relatives: Readonly<Record<string, string>> = {
  UpsamplingNearest2d: 'Upsample',
  UpsamplingBilinear2d: 'Upsample with align_corners',
  ConstantPad2d: 'ZeroPad2d',
  CircularPad2d: "Conv2d with padding_mode='circular'",
  SyncBatchNorm: 'BatchNorm2d',
  NonDynamicallyQuantizableLinear: 'Linear',
  CELU: 'ELU',
}

/** What to use in place of a class that is not supported; undefined where only its name can tell. */
export const relativeOf = (name: string): string | undefined =>
  Object.hasOwn(relatives, name) ? relatives[name] : undefined

/** Why a module that torch has converted does not say what it is; undefined for all others. */
export function conversionOf({ name, args, kwargs }: PrintedModule): string | undefined {
  if (kwargs.some(([keyword]) => keyword === 'original_name')) {
    return `${name} is scripted or traced, and prints no arguments: print the model before torch.jit.`
  }
  const isQuantized = /^(?:Dynamic)?Quantized|^(?:De)?QuantStub$|FakeQuantize|Observer$/.test(name)
  return isQuantized || (args.length > 0 && kwargs.some(([keyword]) => keyword === 'zero_point'))
    ? `${name} is quantized, which is not supported: print the model before it is converted.`
    : undefined
}
