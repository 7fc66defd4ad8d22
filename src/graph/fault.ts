/** What is wrong with a file, and where: `nodes[3].params.kernelSize`; an empty path is the file as a whole. */
export interface Fault {
  readonly path: string
  readonly message: string
}

/** The fault on one line: `nodes[3].params.kernelSize: expected a whole number of at least 1; got "5"`. */
export const describeFault = ({ path, message }: Fault): string =>
  path === '' ? message : `${path}: ${message}`

/** A place in a file as JavaScript would write it. */
export const pathText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`
    const name = String(key)
    if (!/^[A-Za-z_$][\w$]*$/.test(name)) return `${text}[${JSON.stringify(name.slice(0, 60))}]`
    return text === '' ? name : `${text}.${name}`
  }, '')

/** A value as a message quotes it: short ones as they are, others by what they are. */
export function quote(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)
  if (Array.isArray(value)) {
    const isShort =
      value.length <= 8 && value.every(item => typeof item === 'number' || typeof item === 'string')
    return isShort ? `[${value.map(quote).join(', ')}]` : `a list of ${value.length}`
  }
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}
