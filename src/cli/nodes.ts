import { definitions } from '../../nodes/index.ts'
import type { Command } from './command.ts'

export const nodesCommand: Command = {
  name: 'nodes',
  usage: 'nodes',
  summary: 'Lists the layer types and their parameters.',
  positionals: [0, 0],
  options: {},
  async run({ isJson }, { print }) {
    const nodes = definitions.map(({ type, docs, params }) => ({
      type,
      docs,
      params: Object.entries(params).map(([name, param]) => ({
        name,
        default: param.default,
        help: param.help,
      })),
    }))
    if (isJson) {
      print(JSON.stringify(nodes.map(({ type, params }) => ({ type, params }))))
      return 0
    }
    for (const { type, docs, params } of nodes) {
      print(`${type}: ${docs}`)
      for (const { name, default: value, help } of params) {
        print(`  ${`${name} = ${JSON.stringify(value)}`.padEnd(28)}${help}`)
      }
    }
    return 0
  },
}
