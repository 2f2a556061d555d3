import { Button } from 'react-aria-components/Button';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';

import { Sign } from './signs';

interface Props {
  title: string;
  open: boolean;
  close: () => void;
  children: React.ReactNode;
}

/** A sidebar over the page: Escape, the cross and a click beside it close it; focus goes back to where it came from. */
export function Drawer({ title, open, close, children }: Props) {
  return (
    <ModalOverlay className="drawer-ground" isOpen={open} onOpenChange={(is_open) => { if (!is_open) close(); }} isDismissable>
      <Modal className="drawer">
        <Dialog className="drawer-inside">
          <header>
            <Heading slot="title" level={2}>{title}</Heading>
            <Button className="button icon" slot="close" aria-label="Close"><Sign name="close" /></Button>
          </header>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
