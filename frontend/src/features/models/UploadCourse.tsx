import { Button, FileButton } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useRole } from "../../api/me";
import type { ModelImport } from "../../api/types";
import { useFormat } from "../../ui/format";
import { ProblemNotice } from "../../ui/ProblemNotice";
import { suffixOf } from "./upload";
import { upload, useCourse } from "./uploading";

/** How far a file has been sent. One that this page does not send can be gone on with. */
export function UploadCourse({ each }: { each: ModelImport }) {
  const { t } = useTranslation();
  const { share } = useFormat();
  const admin = useRole("admin");
  const course = useCourse(each.id);
  const stopped = course instanceof Error ? course : null;
  return (
    <>
      <div>{t("models.sent", { share: share(each.received / Math.max(1, each.size)) })}</div>
      <output className="dim">{course === "LOST" && t("models.lost")}</output>
      <ProblemNotice error={stopped} />
      {admin && (course === undefined || stopped !== null) && <GoOn each={each} />}
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
