package journey

// CheckBook reads a workbook for the fuzz test.
func CheckBook(book []byte) error {
	_, err := readBook(book)
	return err
}
