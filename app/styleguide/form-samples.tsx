import { Button, LinkButton } from '#app/_ui/button.tsx';
import { Checkbox } from '#app/_ui/checkbox.tsx';
import { FocusedErrorSummary } from '#app/_ui/focused-error-summary.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { NumberStepper } from '#app/_ui/number-stepper.tsx';
import { Radios } from '#app/_ui/radios.tsx';
import { Select } from '#app/_ui/select.tsx';
import { StatusWord } from '#app/_ui/status-word.tsx';
import { TextArea, TextInput } from '#app/_ui/text-input.tsx';

/** Everything one fills in or presses, in every state. */
export function FormSamples() {
  const languages = [
    { value: 'az', label: 'Azərbaycan dili' },
    { value: 'ru', label: 'Русский язык' },
  ];
  return (
    <form className="stack-wide" action="/styleguide">
      <FocusedErrorSummary
        title="Please put this right"
        errors={[
          { fieldId: 'email', message: 'Write an e-mail address, like name@example.com' },
          { fieldId: 'residency', message: 'Say whether you live in Azerbaijan' },
        ]}
      />
      <div>
        <TextInput
          name="name"
          label="Ad və soyad"
          hint="Sənəddə yazıldığı kimi"
          defaultValue="Gülşən Əliyeva-Işıqlı"
          autoComplete="name"
        />
        <TextInput
          name="email"
          type="email"
          label="E-mail"
          error="Write an e-mail address, like name@example.com"
          defaultValue="gulshen@"
        />
        <Select name="tour" label="Tour language" options={languages} />
        <TextArea name="needs" label="Anything we should know" hint="Steps, hearing, a pushchair" />
        <TextArea name="message" label="Your message" defaultValue="Filled by the server" error="Please say more" />
        <NumberStepper name="adults" label="Adults" defaultValue={2} max={15} />
        <NumberStepper
          name="pupils"
          label="Pupils"
          hint="With a pupil's card"
          defaultValue={0}
          max={15}
          steps={{ less: 'One pupil fewer', more: 'One pupil more' }}
        />
        <Radios
          name="residency"
          legend="Where do you live?"
          hint="It decides the price"
          error="Say whether you live in Azerbaijan"
          options={[
            { value: 'citizen', label: 'In Azerbaijan', hint: 'Bring an identity card' },
            { value: 'foreigner', label: 'Elsewhere' },
            { value: 'closed', label: 'Not to be chosen today', disabled: true },
          ]}
          defaultValue="citizen"
        />
        <Checkbox
          name="read"
          label="I have read what the basement rooms show"
          hint="Nobody has to enter every room"
          defaultChecked
        />
        <Checkbox name="terms" label="I accept the terms of visit" error="Accept the terms to go on" />
      </div>
      <div className="stack">
        <Button>Hold these places</Button> <Button look="quiet">Hold 2 places at 10:30</Button>{' '}
        <Button disabled>Pay 12.00 ₼</Button> <LinkButton href="#main">Choose a day</LinkButton>{' '}
        <Button look="plain">Give the places back</Button>
      </div>
      <div className="stack">
        <Notice title="The museum opens at 10:00">The last entry is at 17:00.</Notice>
        <Notice kind="warn" title="The stairs have 18 steps">
          The hall can be reached without steps.
        </Notice>
        <Notice kind="refused" title="This time was taken while you were choosing">
          These are the nearest with room.
        </Notice>
        <Notice kind="done" title="Your tickets are ready">
          We have sent them to your e-mail as well.
        </Notice>
      </div>
      <p>
        <StatusWord tone="good">Admitted</StatusWord> · <StatusWord tone="warn">Check</StatusWord> ·{' '}
        <StatusWord tone="bad">Refused</StatusWord> · <StatusWord tone="still">Given back</StatusWord>
      </p>
    </form>
  );
}
