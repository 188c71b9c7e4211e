package why

import (
	"io"
	"reflect"
	"slices"

	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/report/safe"
)

// Masked is a part of the model as it may be written: with the secrets that the writer hides masked in every text,
// whole and before anything is cut or encoded, and the carets moved to where their bytes have gone. The value itself
// stays.
func Masked[T any](w io.Writer, v T) T {
	return maskedValue(reflect.ValueOf(v), safe.SecretsOf(w)).Interface().(T)
}

// maskedValue copies a value of the model, so that a member that is added to it is masked like the others.
func maskedValue(v reflect.Value, hide secret.Patterns) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	told := hide.Told()
	switch x := v.Interface().(type) {
	case Finding:
		return reflect.ValueOf(maskedFinding(x, hide))
	case safe.Content:
		return reflect.ValueOf(x.Masked(hide))
	case [2]string: // a header field
		if told.Has(x[0]) && x[1] != "" {
			return reflect.ValueOf([2]string{hide.Mask(x[0]), secret.Mask})
		}
	case Found:
		if told.HasIn(x.Path) {
			x.Got, x.Message = secret.Mask, secret.Quoted(x.Message)
			v = reflect.ValueOf(x)
		}
	case Case:
		for _, exchange := range x.Exchanges {
			hide = hide.With(exchange.toldBy(told)...)
		}
	case Exchange:
		hide = hide.With(x.toldBy(told)...)
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
	body, told := f.Sample.Answer.Text(), hide.Told()
	if told.HasIn(f.Path) {
		f.Got, f.Message = secret.Mask, secret.Quoted(f.Message)
	}
	hide = hide.With(f.Sample.toldBy(told)...)
	out := Finding(maskedValue(reflect.ValueOf(plain(f)), hide).Interface().(plain))
	if c := f.Caret; c != nil && c.Offset >= 0 && c.Offset <= len(body) {
		out.Caret = c.Moved(body, hide.Spans([]byte(body)))
	}
	return out
}

// toldBy are the values in a request whose names are told: a backend may quote them without the name.
func (x Exchange) toldBy(told secret.Names) []string {
	if len(told) == 0 {
		return nil
	}
	list := slices.Concat(told.InURL(x.Request.URL), told.InQuery(x.Request.Query))
	for _, field := range x.Request.Header {
		list = append(list, told.InField(field[0], field[1])...)
	}
	return append(list, told.InMembers([]byte(x.Request.Text()))...)
}
