package report

import (
	"io"
	"reflect"

	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/report/safe"
)

// Masked is the document as it may be written: with the secrets that the writer hides masked in every text, whole and
// before anything is cut or encoded, and the carets moved to where their bytes have gone. The document itself stays.
func Masked(w io.Writer, d *Document) *Document {
	return maskedValue(reflect.ValueOf(d), safe.SecretsOf(w)).Interface().(*Document)
}

// maskedCase is Masked for one case.
func maskedCase(w io.Writer, c Case) Case {
	return maskedValue(reflect.ValueOf(c), safe.SecretsOf(w)).Interface().(Case)
}

// maskedValue copies a value of the model, so that a member that is added to it is masked like the others.
func maskedValue(v reflect.Value, hide secret.Patterns) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	switch x := v.Interface().(type) {
	case Finding:
		return reflect.ValueOf(maskedFinding(x, hide))
	case safe.Content:
		return reflect.ValueOf(x.Masked(hide))
	}
	switch v.Kind() {
	case reflect.String:
		out.SetString(hide.Mask(v.String()))
	case reflect.Pointer:
		if !v.IsNil() {
			out.Set(reflect.New(v.Type().Elem()))
			out.Elem().Set(maskedValue(v.Elem(), hide))
		}
	case reflect.Slice:
		if !v.IsNil() {
			out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		}
		maskedItems(out, v, hide)
	case reflect.Array:
		maskedItems(out, v, hide)
	case reflect.Struct:
		maskedMembers(out, v, hide)
	default:
		out.Set(v) // numbers; the maps count words of ours
	}
	return out
}

func maskedItems(out, v reflect.Value, hide secret.Patterns) {
	for i := range v.Len() {
		out.Index(i).Set(maskedValue(v.Index(i), hide))
	}
}

func maskedMembers(out, v reflect.Value, hide secret.Patterns) {
	out.Set(v)
	for i := range v.NumField() {
		if out.Field(i).CanSet() {
			out.Field(i).Set(maskedValue(v.Field(i), hide))
		}
	}
}

// maskedFinding keeps the caret under the bytes that it stood under.
func maskedFinding(f Finding, hide secret.Patterns) Finding {
	type plain Finding
	body := f.Sample.Answer.Text()
	out := Finding(maskedValue(reflect.ValueOf(plain(f)), hide).Interface().(plain))
	if c := f.Caret; c != nil && c.Offset >= 0 && c.Offset <= len(body) {
		out.Caret = c.Moved(body, hide.Spans([]byte(body)))
	}
	return out
}
