// Package fieldwork reads how a version of a survey goes: who began and ended, how
// long pages take, which answers are doubtful. It writes nothing and owns no table;
// it reads answerings of package respond and invitations of outreach. Whoever calls
// it says who may know, and asks nothing of anonymous versions but Waves, which
// tells what was released.
package fieldwork
