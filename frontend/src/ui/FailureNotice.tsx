import { Alert } from "@mantine/core";
import { Icon } from "./Icon";
import { Reason } from "./Reason";

/** Why the work that a page is about came to nothing. */
export function FailureNotice({ message }: { message: string }) {
  return (
    <Alert color="cinnabar" variant="light" icon={<Icon name="warning" />} role="alert" mb="md">
      <Reason message={message} />
    </Alert>
  );
}
