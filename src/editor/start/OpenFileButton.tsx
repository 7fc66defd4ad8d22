import { Upload } from 'lucide-react'
import { perform } from '../actions/action.ts'
import { actionOf } from '../actions/allActions.ts'
import { formatChord } from '../actions/keys.ts'
import { Button } from '../ui/Button.tsx'

/** Opens a saved model. */
export const OpenFileButton = () => (
  <Button
    look="outline"
    icon={<Upload size={14} aria-hidden />}
    keys={formatChord('Mod+O')}
    hint="A model saved as .json, or PyTorch's print(model) as .txt"
    onClick={() => perform(actionOf('open-file'))}
  >
    Open a file
  </Button>
)
