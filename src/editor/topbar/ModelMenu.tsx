import { ClipboardPaste, FileJson2, FolderOpen, History } from 'lucide-react'
import { useState } from 'react'
import { templateList } from '../../../templates/list.ts'
import { perform } from '../actions/action.ts'
import { actionOf } from '../actions/allActions.ts'
import { formatChord } from '../actions/keys.ts'
import { openTemplate } from '../actions/templateActions.ts'
import { openRecent, type RecentDocument, recentDocuments } from '../saving/autosave.ts'
import { Logo } from '../ui/Logo.tsx'
import { Menu, MenuItem, MenuLabel, MenuLine } from '../ui/Menu.tsx'
import { barsIn, Silhouette } from '../ui/Silhouette.tsx'
import styles from './TopBar.module.css'

/** No more earlier models than a person looks through. */
const most = 6

/** The mark is the menu of models: new ones, files, and those that this browser keeps. */
export function ModelMenu() {
  const [recent, setRecent] = useState<readonly RecentDocument[]>([])
  const look = () => {
    recentDocuments().then(setRecent, () => setRecent([]))
  }
  return (
    <Menu
      align="start"
      width={272}
      onOpen={look}
      trigger={
        <button type="button" className={styles.logo} aria-label="Models: new, open, recent">
          <Logo size={18} />
        </button>
      }
    >
      <MenuLabel>New from a template</MenuLabel>
      {templateList.map(({ name, title, picture }) => (
        <MenuItem
          key={name}
          icon={<Silhouette bars={barsIn(picture)} width={16} height={12} />}
          onSelect={() => void openTemplate(name)}
        >
          {title}
        </MenuItem>
      ))}
      <MenuLine />
      <MenuItem
        icon={<FolderOpen size={15} aria-hidden />}
        keys={formatChord('Mod+O')}
        onSelect={() => perform(actionOf('open-file'))}
      >
        Open a file…
      </MenuItem>
      <MenuItem
        icon={<ClipboardPaste size={15} aria-hidden />}
        onSelect={() => perform(actionOf('import-pytorch'))}
      >
        {actionOf('import-pytorch').label()}
      </MenuItem>
      <MenuItem
        icon={<FileJson2 size={15} aria-hidden />}
        keys={formatChord('Mod+S')}
        isOff={actionOf('save-file').refusal?.() !== undefined}
        detail={actionOf('save-file').refusal?.()}
        onSelect={() => perform(actionOf('save-file'))}
      >
        Save to a file
      </MenuItem>
      {recent.length > 0 && (
        <>
          <MenuLine />
          <MenuLabel>Kept in this browser</MenuLabel>
          {recent.slice(0, most).map(({ id, name, savedAt }) => (
            <MenuItem
              key={id}
              icon={<History size={14} aria-hidden />}
              detail={dateFormat.format(savedAt)}
              onSelect={() => void openRecent(id)}
            >
              {name}
            </MenuItem>
          ))}
        </>
      )}
    </Menu>
  )
}

const dateFormat = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' })
