import { templates } from '../../templates/index.ts'
import type { Command } from './command.ts'

export const templatesCommand: Command = {
  name: 'templates',
  usage: 'templates',
  summary: 'Lists the ready graphs to start from.',
  positionals: [0, 0],
  options: {},
  async run({ isJson }, { print }) {
    if (isJson) print(JSON.stringify(templates.map(({ name, title }) => ({ name, title }))))
    else for (const { name, title, about } of templates) print(`${name.padEnd(24)}${title}. ${about}.`)
    return 0
  },
}
