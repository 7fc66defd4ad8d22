import {
  ChartBarDecreasing,
  Code,
  Download,
  FileCode2,
  FileJson2,
  FolderOpen,
  PackageOpen,
} from 'lucide-react'
import { perform } from '../actions/action.ts'
import { actionOf } from '../actions/allActions.ts'
import { formatChord } from '../actions/keys.ts'
import { Button } from '../ui/Button.tsx'
import { Menu, MenuItem, MenuLine } from '../ui/Menu.tsx'

const icons = {
  'export-typescript': FileCode2,
  'show-code': Code,
  'export-ladder-svg': ChartBarDecreasing,
  'export-weights': PackageOpen,
  'save-file': FileJson2,
  'open-file': FolderOpen,
} as const

/** What can be taken home, and brought back. */
export const ExportMenu = ({ isIconOnly }: { isIconOnly: boolean }) => (
  <Menu
    width={280}
    trigger={
      <Button icon={<Download size={15} aria-hidden />} aria-label="Export">
        {isIconOnly ? undefined : 'Export'}
      </Button>
    }
  >
    <Item id="export-typescript" about="A module that computes the same with @tensorflow/tfjs" />
    <Item id="show-code" about="The same module beside the canvas, with its trained weights" />
    <Item id="export-ladder-svg" about="A figure of all sizes and operations, for papers and slides" />
    <Item id="export-weights" about="The trained weights alone, under PyTorch's names and in its layout" />
    <MenuLine />
    <Item id="save-file" about="The model as it is edited here" />
    <Item id="open-file" />
  </Menu>
)

function Item({ id, about }: { id: keyof typeof icons; about?: string }) {
  const action = actionOf(id)
  const refusal = action.refusal?.()
  const Icon = icons[id]
  return (
    <MenuItem
      icon={<Icon size={15} aria-hidden />}
      keys={action.keys?.[0] && formatChord(action.keys[0])}
      detail={refusal ?? about}
      isOff={refusal !== undefined}
      onSelect={() => perform(action)}
    >
      {action.label()}
    </MenuItem>
  )
}
