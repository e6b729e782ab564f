import { Download } from 'lucide-react';
import { useState } from 'react';
import { parseContentType } from '../../../core/http/content-type.ts';
import { extensionOf } from '../../../core/view/file-name.ts';
import type { MultipartPart, MultipartView } from '../../../core/view/multipart.ts';
import { Badge, Button, formatBytes, HostileText, middleTruncated } from '../ui/index.ts';
import { BodyPane } from './BodyPane.tsx';
import { heldBytes } from './byte-source.ts';
import { downloadBytes } from './download.ts';
import { HeadersTable } from './HeadersTable.tsx';
import { MoreRows, useRowLimit } from './MoreRows.tsx';
import './MultipartList.css';

export interface MultipartListProps {
  readonly multipart: MultipartView;
  /** The bytes that the parts' offsets are of. */
  readonly bytes: Uint8Array;
  /** Names the bytes. */
  readonly sourceKey: string;
}

/** The parts of a multipart body, each with its headers and, opened, its content. */
export function MultipartList({ multipart, bytes, sourceKey }: MultipartListProps) {
  const { parts, totalParts } = multipart;
  const limit = useRowLimit(multipart);
  return (
    <div className="multipart">
      {parts.slice(0, limit.rows).map((part, index) => (
        <Part
          // biome-ignore lint/suspicious/noArrayIndexKey: a part has no identity but its place.
          key={`${sourceKey} ${index}`}
          part={part}
          index={index}
          content={bytes.subarray(part.offset, part.offset + part.length)}
          sourceKey={sourceKey}
          startsOpen={parts.length <= 3}
        />
      ))}
      <MoreRows
        limit={limit}
        held={parts.length}
        total={totalParts}
        what="parts"
        elsewhere="Raw and Hex have all of them."
      />
      {multipart.preambleBytes > 0 || multipart.epilogueBytes > 0 ? (
        <p className="multipart-note">
          {formatBytes(multipart.preambleBytes)} before the first part and {formatBytes(multipart.epilogueBytes)} after
          the last one belong to no part.
        </p>
      ) : null}
    </div>
  );
}

interface PartProps {
  readonly part: MultipartPart;
  readonly index: number;
  readonly content: Uint8Array;
  readonly sourceKey: string;
  readonly startsOpen: boolean;
}

function Part({ part, index, content, sourceKey, startsOpen }: PartProps) {
  const [open, setOpen] = useState(startsOpen);
  const mediaType = part.contentType === null ? '' : parseContentType(part.contentType).mediaType;
  const fileName = part.fileName ?? `part-${index + 1}.${extensionOf(mediaType)}`;
  return (
    <details className="multipart-part" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span className="multipart-name">
          {part.name === null ? `Part ${index + 1}` : <HostileText>{middleTruncated(part.name, 200)}</HostileText>}
        </span>
        {part.fileName === null ? null : (
          <Badge>
            file <HostileText>{part.fileName}</HostileText>
          </Badge>
        )}
        <span className="multipart-fact">{formatBytes(part.length)}</span>
        {part.complete ? null : <Badge tone="warn">not complete</Badge>}
      </summary>
      {open ? (
        <>
          <HeadersTable headers={part.headers} total={part.totalHeaders} label={`Headers of part ${index + 1}`} />
          <div className="multipart-content">
            <BodyPane
              source={heldBytes(`${sourceKey} part ${index}`, content)}
              headers={part.headers}
              label={`Content of part ${index + 1}`}
              fileName={fileName}
              incomplete={!part.complete}
              nested
            />
          </div>
          <Button size="small" icon={<Download size={13} />} onPress={() => downloadBytes(content, fileName)}>
            Download part
          </Button>
        </>
      ) : null}
    </details>
  );
}
