package people

import (
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/text"
)

// legalForms are the words that say what a firm is before the law: they are no
// part of the name by which two accounts are compared.
func legalForms() []string {
	return strings.Fields(`ab ag aps as asa bv bvba co corp corporation cv doo eurl ev gbr gie gmbh inc incorporated kft kg kgaa lda llc llp lp
		ltd limited ltda nv ohg ou oy oyj plc pty pvt sa sarl sas sasu sca scop scs selarl sl slu snc spa spol spzoo srl srls sro srs ug und et and`)
}

// firmKey is the name of a firm as two accounts are compared by it: without case
// and accents, and without its legal form at the beginning or the end. A name of
// nothing else keeps it.
func firmKey(name string) string {
	words := text.Words(strings.ReplaceAll(name, ".", ""))
	forms := legalForms()
	for len(words) > 1 && slices.Contains(forms, words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	for len(words) > 1 && slices.Contains(forms, words[0]) {
		words = words[1:]
	}
	key := []rune(strings.Join(words, " "))
	return string(key[:min(len(key), 100)])
}

// anybodysMail are the beginnings of domains at which everybody may have a mail,
// in whatever country; anybodysDomain are such domains whole.
func anybodysMail() []string {
	return strings.Fields("gmail googlemail outlook hotmail live msn yahoo ymail rocketmail gmx icloud aol yandex protonmail proton tutanota tuta zoho")
}

func anybodysDomain() []string {
	return strings.Fields(`me.com mac.com pm.me mail.com email.com mail.ru bk.ru list.ru inbox.ru web.de t-online.de freenet.de arcor.de posteo.de mailbox.org
		orange.fr wanadoo.fr free.fr sfr.fr laposte.net neuf.fr bbox.fr numericable.fr voila.fr club-internet.fr alice.fr
		bluewin.ch hispeed.ch sunrise.ch skynet.be telenet.be proximus.be ziggo.nl kpnmail.nl hetnet.nl planet.nl xs4all.nl
		libero.it virgilio.it tiscali.it alice.it tin.it telefonica.net terra.es sapo.pt wp.pl o2.pl onet.pl interia.pl seznam.cz centrum.cz
		btinternet.com sky.com talktalk.net virginmedia.com ntlworld.com comcast.net verizon.net att.net cox.net sbcglobal.net charter.net bellsouth.net
		rogers.com shaw.ca sympatico.ca videotron.ca qq.com 163.com 126.com sina.com naver.com daum.net hanmail.net rediffmail.com uol.com.br bol.com.br terra.com.br
		fastmail.com hey.com hushmail.com`)
}

// anybodys tells that a mail at a domain says nothing of the firm.
func anybodys(domain string) bool {
	first, _, _ := strings.Cut(domain, ".")
	return slices.Contains(anybodysMail(), first) || slices.Contains(anybodysDomain(), domain)
}
