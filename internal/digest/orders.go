package digest

import (
	"regexp"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/news"
)

// orders are sentences that speak to a language model: they tell it to forget what it was asked. Nobody says that to a reader.
var orders = regexp.MustCompile(`(?i)\b(?:ignore|disregard|forget|override) (?:(?:all|any|the|your|these|those|of|every|everything in) ){0,4}(?:previous|prior|above|earlier|preceding) (?:\p{L}+ ){0,2}(?:instructions?|prompts?|directions|guidelines)\b` +
	`|(?:忽略|无视|無視|忘记|忘記|忘掉)(?:以上|之前|前面|上述|先前|此前|所有|一切|全部|的|你|您|收到){1,6}(?:指令|指示|提示词|提示詞)` +
	`|\bignorier\w* (?:\p{L}+ ){0,3}(?:vorherigen|bisherigen|obigen|vorigen) (?:\p{L}+ ){0,1}(?:anweisungen|instruktionen|befehle)\b` +
	`|\bignorez (?:toutes )?(?:les |vos )?(?:instructions|consignes) (?:précédentes|antérieures|ci-dessus)` +
	`|\bignor(?:a|e|en|ar) (?:todas )?(?:las |tus |sus )?(?:instrucciones|indicaciones) (?:anteriores|previas)\b` +
	`|(?:以前|これまで|上記|前)の(?:すべての|全ての)?(?:指示|命令|プロンプト)を?(?:無視|忘れ)`)

// stems are parts of what orders has to find, in lower case: whatever it finds has one. Nearly no sentence does, and to look for them costs
// far less than the expression.
var stems = []string{"ignor", "regard", "forget", "override", "忽略", "无视", "無視", "忘记", "忘記", "忘掉", "忘れ"}

// speaksToModels reports whether a sentence gives a language model an order.
func speaksToModels(sentence string) bool {
	lower := strings.ToLower(sentence)
	return slices.ContainsFunc(stems, func(stem string) bool { return strings.Contains(lower, stem) }) && orders.MatchString(sentence)
}

// ofModels are words of headlines of reports on such orders, which are left as they are.
var ofModels = regexp.MustCompile(`(?i)\b(?:AI|A\.I\.|KI|IA|chatbots?|language models?|LLMs?|prompts?|ChatGPT)\b|人工智能|人工知能|人工智慧|大模型|提示词|提示詞|聊天机器人|聊天機器人|プロンプト`)

// ordersIn are the sentences of a report that speak to a language model, each with what follows it in its paragraph: whoever wrote it
// wrote that, too. What is quoted is news, and so are such words in a report on models.
func ordersIn(a news.Article, all []news.Sentence) []bool {
	out := make([]bool, len(all))
	if ofModels.MatchString(a.Title + " " + a.Standfirst) {
		return out
	}
	block := -1 // in which an order was given
	for i, s := range all {
		if s.Block != block && speaksToModels(s.Text) && !strings.ContainsAny(s.Text, quoteMarks) {
			block = s.Block
		}
		out[i] = s.Block == block
	}
	return out
}
