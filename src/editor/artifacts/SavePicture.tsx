import { Download } from 'lucide-react'
import { download } from '../code/download.ts'
import { useEditor } from '../store/editorStore.ts'
import { Button } from '../ui/Button.tsx'
import { Menu, MenuItem } from '../ui/Menu.tsx'
import { savePng, saveSvg } from './savePicture.ts'

interface SavePictureProps {
  /** The file's name without its ending. */
  readonly name: string
  readonly print: () => string
  /** The numbers behind it. */
  readonly csv?: () => string
  /** An icon alone, where there is little room. */
  readonly isSmall?: boolean
  /** What the icon is called. */
  readonly label?: string
}

/** Takes a figure home. */
export function SavePicture({ name, print, csv, isSmall, label = 'Picture' }: SavePictureProps) {
  const say = useEditor(state => state.say)
  return (
    <Menu
      width={190}
      trigger={
        isSmall ? (
          <Button
            size="dense"
            icon={<Download size={14} aria-hidden />}
            aria-label={label}
            hint="Save as a file"
          />
        ) : (
          <Button size="dense" icon={<Download size={14} aria-hidden />}>
            Picture
          </Button>
        )
      }
    >
      <MenuItem detail="Lines and text, for papers" onSelect={() => saveSvg(print(), name)}>
        SVG
      </MenuItem>
      <MenuItem
        detail="Pixels, twice the size"
        onSelect={() => {
          savePng(print(), name).catch((error: unknown) =>
            say(error instanceof Error ? error.message : String(error)),
          )
        }}
      >
        PNG
      </MenuItem>
      {csv && (
        <MenuItem
          detail="The numbers, as a table"
          onSelect={() => download(`${name}.csv`, csv(), 'text/csv')}
        >
          CSV
        </MenuItem>
      )}
    </Menu>
  )
}
