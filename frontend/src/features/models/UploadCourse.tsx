import { Button, FileButton, Progress } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useRole } from "../../api/me";
import type { ProblemError } from "../../api/problem";
import type { ModelImport } from "../../api/types";
import { useFormat } from "../../ui/format";
import { ProblemNotice } from "../../ui/ProblemNotice";
import { titleOf } from "../../ui/problemTitle";
import { suffixOf } from "./upload";
import { upload, useCourse } from "./uploading";

/** How far a file has been sent. Who began it can go on with one that this page does not send. */
export function UploadCourse({ each }: { each: ModelImport }) {
  const { t } = useTranslation();
  const { share } = useFormat();
  const mine = useRole("admin") && each.mine;
  const course = useCourse(each.id);
  const file = course?.file;
  const sent = each.received / Math.max(1, each.size);
  return (
    <>
      <div>{t("models.sent", { share: share(sent) })}</div>
      <Progress value={100 * sent} aria-label={each.name} />
      <output className="dim">{course?.heldUpBy !== undefined && <HeldUp by={course.heldUpBy} />}</output>
      <ProblemNotice error={course?.endedBy} />
      {mine && file !== undefined && <GoOnWith file={file} each={each} />}
      {mine && file === undefined && (course === undefined || course.endedBy !== undefined) && <GoOn each={each} />}
    </>
  );
}

function HeldUp({ by }: { by: ProblemError }) {
  const { t, i18n } = useTranslation();
  return <>{by.unreachable ? t("models.lost") : t("models.heldUp", { problem: titleOf(by, i18n) })}</>;
}

/** Asks for nothing but a press: the page of somebody who was signed out still has the file. */
function GoOnWith({ file, each }: { file: Blob; each: ModelImport }) {
  const { t } = useTranslation();
  return (
    <>
      <div>{t("models.signedOut")}</div>
      <Button variant="default" size="compact-sm" onClick={() => void upload(each.id, file, each.received)}>
        {t("models.goOn")}
      </Button>
    </>
  );
}

/** Asks for the file again: a page that was closed has let go of it. */
function GoOn({ each }: { each: ModelImport }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const [other, setOther] = useState(false);
  const forget = useRef<() => void>(null);
  const choose = (file: File | null) => {
    forget.current?.();
    setOther(file !== null && file.size !== each.size);
    if (file?.size === each.size) {
      void upload(each.id, file, each.received);
    }
  };
  return (
    <>
      <FileButton accept={suffixOf(each.kind)} onChange={choose} resetRef={forget}>
        {(props) => (
          <Button variant="default" size="compact-sm" {...props}>
            {t("models.goOn")}
          </Button>
        )}
      </FileButton>
      {other && <div role="alert">{t("models.wrongSize", { size: number(each.size) })}</div>}
    </>
  );
}
