import { join, sep } from 'node:path'
import type { Plugin } from 'vite'

/** What this plugin reads of a syntax tree. */
interface Syntax {
  readonly type?: string
  readonly start?: number
  readonly end?: number
  readonly key?: { readonly name?: string }
  readonly [part: string]: unknown
}

/**
 * Leaves the `examples` of the layers' definitions out of the page: tests and documentation read them, the page does
 * not, and they would be a twentieth of what it loads before anybody can work.
 */
export const withoutExamples = (): Plugin => {
  let nodes = ''
  return {
    name: 'hourglass:without-examples',
    apply: 'build',
    enforce: 'post',
    configResolved: ({ root }) => {
      nodes = join(root, 'nodes') + sep
    },
    transform(code, id) {
      if (!id.startsWith(nodes) || !code.includes('examples')) return undefined
      const found = propertiesNamed('examples', this.parse(code) as unknown as Syntax)
      const kept = found.reduceRight(
        (text, { start, end }) => `${text.slice(0, start)}examples: []${text.slice(end)}`,
        code,
      )
      return { code: kept, map: null }
    },
  }
}

/** The places of all properties of this name. */
function propertiesNamed(name: string, syntax: Syntax): { readonly start: number; readonly end: number }[] {
  if (syntax.type === 'Property' && syntax.key?.name === name) {
    return [{ start: syntax.start!, end: syntax.end! }]
  }
  return Object.values(syntax).flatMap(part => {
    const parts = Array.isArray(part) ? part : [part]
    return parts.flatMap(each =>
      each !== null && typeof each === 'object' ? propertiesNamed(name, each as Syntax) : [],
    )
  })
}
