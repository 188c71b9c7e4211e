package payloads

import "strings"

// Lang is the language of generated texts.
type Lang string

// The languages. Names and ids are ASCII in all of them.
const (
	Mixed   Lang = "mixed" // Chinese, English, and both in one sentence, as in one group; the default
	English Lang = "en"
	Chinese Lang = "zh"
	Plain   Lang = "plain" // short ASCII texts and a Random that an int32 holds: nothing that could matter
)

// Langs lists the languages that users choose from, the default first.
func Langs() []Lang { return []Lang{Mixed, English, Chinese} }

// sentence is a message to a group.
func sentence(d *Draw, lang Lang) string {
	switch {
	case lang == Chinese:
		return fill(d, d.Pick(chineseLines()))
	case lang == English:
		return englishLine(d)
	case lang == Plain:
		return d.Pick([]string{"good morning", "see you later", "build is green", "thanks", "on my way", "done"})
	}
	switch d.N(10) {
	case 0, 1, 2, 3:
		return englishLine(d)
	case 4, 5, 6, 7:
		return fill(d, d.Pick(chineseLines()))
	}
	return fill(d, d.Pick(mixedLines()))
}

// Pick draws from the words of one language, or for Mixed from those of both.
func (l Lang) Pick(d *Draw, english, chinese []string) string {
	switch l {
	case English, Plain:
		return d.Pick(english)
	case Chinese:
		return d.Pick(chinese)
	}
	i := d.N(len(english) + len(chinese))
	if i < len(english) {
		return english[i]
	}
	return chinese[i-len(english)]
}

func englishLine(d *Draw) string {
	if d.Chance(40) {
		return d.faker().Sentence()
	}
	return fill(d, d.Pick(englishLines()))
}

// fill puts a name, a time, a number or an emoji where a line has a place for it.
func fill(d *Draw, line string) string {
	before, rest, found := strings.Cut(line, "{")
	if !found {
		return line
	}
	place, rest, _ := strings.Cut(rest, "}")
	switch place {
	case "name":
		place = d.faker().FirstName()
	case "time":
		place = itoa(d.Between(8, 21)) + ":" + d.Pick([]string{"00", "15", "30", "45"})
	case "n":
		place = itoa(d.Between(2, 99))
	case "emoji":
		place = d.faker().Emoji()
	}
	return before + place + fill(d, rest)
}

func englishLines() []string {
	return []string{
		"lunch at {time}? {emoji}", "build {n} is green", "can somebody review #{n}?", "I'll be {n} minutes late",
		"{name} is on call this week", "the demo moved to {time}", "good morning {emoji}", "thanks, {name}!",
		"who broke the staging database?", "meeting notes are in the shared folder", "+1", "see you at {time}",
		"does anyone have the {time} slides?", "shipping v5.{n} today {emoji}", "it's raining again", "done {emoji}",
	}
}

func chineseLines() []string {
	return []string{
		"是的", "大家早上好", "今天{time}开会，别忘了", "收到，谢谢！", "第{n}号工单已经处理完了", "有人在吗？",
		"明天一起吃午饭吧{emoji}", "会议改到下午{time}", "我迟到{n}分钟，抱歉", "文档我放在共享文件夹里了",
		"新版本已经上线", "辛苦了{emoji}", "这个问题谁来跟进一下？", "周末去爬山吗？", "好的，马上看", "生日快乐！{emoji}",
	}
}

func mixedLines() []string {
	return []string{
		"v5.{n} 已经 release 了 {emoji}", "{name} 你 review 一下 PR #{n}？", "demo 改到 {time}，OK 吗？", "staging 又挂了 😅",
		"这个 bug 我 reproduce 不了", "meeting room 换到 {n} 楼", "deadline 是周五 {time}", "先 merge 再 deploy 吧",
	}
}
